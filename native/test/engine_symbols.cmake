# cmake -DNM=... -DENGINES=OBJECT,... -P engine_symbols.cmake
# No engine may define a weak symbol, as an inline function is. Of those the linker keeps any one copy for all, and a
# CPU without AVX could then meet the one that was compiled for AVX.
string(REPLACE "," ";" objects "${ENGINES}")
foreach(object IN LISTS objects)
  execute_process(COMMAND "${NM}" --defined-only -f posix "${object}" OUTPUT_VARIABLE symbols COMMAND_ERROR_IS_FATAL ANY)
  string(REGEX MATCHALL "[^\n]+ [VWu] " weak "${symbols}")
  message("${object}: weak symbols: ${weak}")
  if(NOT symbols MATCHES "_kernels" OR weak)
    message(SEND_ERROR "an engine has a table of kernels and nothing weak")
  endif()
endforeach()
