# Compiles every CUDA kernel for every architecture, and fails on a warning or where ptxas spills a register.
#
#   cmake -DNVCC=PATH -DSOURCES=FOLDER -DOUT=FOLDER [-DARCHITECTURES=80;90] -P cuda_gate.cmake
cmake_minimum_required(VERSION 3.20)
if(NOT ARCHITECTURES)
  set(ARCHITECTURES 80 90 100 120)
endif()
file(GLOB sources "${SOURCES}/*.cu")
if(NOT sources)
  message(FATAL_ERROR "no .cu in '${SOURCES}'")
endif()
file(MAKE_DIRECTORY "${OUT}")
foreach(source IN LISTS sources)
  get_filename_component(name "${source}" NAME_WE)
  foreach(architecture IN LISTS ARCHITECTURES)
    execute_process(
      COMMAND "${NVCC}" -std=c++17 -O3 --Werror all-warnings -Xptxas -v -cubin
              -gencode=arch=compute_${architecture},code=sm_${architecture} -o "${OUT}/${name}_${architecture}.cubin"
              "${source}"
      OUTPUT_VARIABLE text
      ERROR_VARIABLE text
      RESULT_VARIABLE status)
    if(status)
      message(FATAL_ERROR "${name}.cu does not compile for sm_${architecture}:\n${text}")
    endif()
    string(REGEX MATCHALL "Compiling entry function '[^']*'" entries "${text}")
    string(REGEX MATCHALL "[0-9]+ bytes spill" spills "${text}")
    list(LENGTH entries num_kernels)
    # What ptxas says must have been understood: two figures for each kernel.
    list(LENGTH spills num_figures)
    math(EXPR expected "2 * ${num_kernels}")
    if(num_kernels EQUAL 0 OR num_figures LESS expected)
      message(FATAL_ERROR "ptxas said nothing of spills in ${name}.cu:\n${text}")
    endif()
    list(REMOVE_ITEM spills "0 bytes spill")
    if(spills)
      message(FATAL_ERROR "registers are spilled in ${name}.cu on sm_${architecture}:\n${text}")
    endif()
    message(STATUS "${name}.cu, sm_${architecture}: ${num_kernels} kernels, no warning, no spill")
  endforeach()
endforeach()
