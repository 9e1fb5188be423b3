# The kernels for CUDA devices, as one compressed fatbin. It does not depend on the host, so it goes into the jar once,
# beside the folders of the platforms. Where there is no nvcc all else is built as ever, and the library says at run
# time that this build has no CUDA kernels.

# The oldest nvcc that knows compute capability 12.0.
set(LIG_CUDA_LEAST_NVCC 12.8)
set(LIG_CUDA_ARCHITECTURES 80 90 100 120)

option(LIG_CUDA "Compile the CUDA kernels where there is an nvcc" ON)
find_program(LIG_NVCC nvcc HINTS ENV CUDA_PATH PATHS /usr/local/cuda/bin DOC "Compiles the CUDA kernels; nothing else needs it")

function(ligature_find_nvcc found)
  set(version 0)
  if(LIG_NVCC)
    execute_process(COMMAND "${LIG_NVCC}" --version OUTPUT_VARIABLE text ERROR_QUIET)
    if(text MATCHES "release ([0-9.]+)")
      set(version ${CMAKE_MATCH_1})
    endif()
  endif()
  if(version VERSION_LESS LIG_CUDA_LEAST_NVCC)
    message(STATUS "Ligature: no nvcc ${LIG_CUDA_LEAST_NVCC} or newer, so this build gets no CUDA kernels")
    set(${found} OFF PARENT_SCOPE)
  else()
    set(${found} ON PARENT_SCOPE)
  endif()
endfunction()

# The same commit gives the same bytes: sources are named relative to their folder, and the seed is what nvcc would make
# up for names that no other file may have.
function(ligature_add_fatbin)
  set(fatbin "${CMAKE_BINARY_DIR}/ligature.fatbin")
  set(code -gencode=arch=compute_80,code=compute_80) # PTX, for devices to come
  foreach(architecture IN LISTS LIG_CUDA_ARCHITECTURES)
    list(APPEND code -gencode=arch=compute_${architecture},code=sm_${architecture})
  endforeach()
  add_custom_command(
    OUTPUT "${fatbin}"
    COMMAND "${LIG_NVCC}" -fatbin -std=c++17 -O3 ${code} -Xfatbin=-compress-all -frandom-seed=ligature
            $<$<BOOL:${LIG_STRICT}>:-Werror=all-warnings> -MD -MF "${fatbin}.d" -MT "${fatbin}" fatbin.cu -o "${fatbin}"
    DEPFILE "${fatbin}.d"
    WORKING_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}/cuda"
    DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/cuda/fatbin.cu"
    COMMENT "Compiling the CUDA kernels"
    COMMAND_EXPAND_LISTS VERBATIM)
  add_custom_target(ligature_fatbin ALL DEPENDS "${fatbin}")
  install(FILES "${fatbin}" DESTINATION ../cuda)
endfunction()
