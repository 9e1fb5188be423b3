# The library that ends up in the jar: kernels, our JNI glue and JavaCPP's own, needing only the C library.

function(ligature_self_contained target)
  if(MINGW)
    target_link_options(${target} PRIVATE -static)
    set_target_properties(${target} PROPERTIES PREFIX "")
  elseif(LIG_SANITIZE)
    # The sanitizer's runtime comes with the process, so its symbols are open here, and names are kept for its reports.
    target_link_options(${target} PRIVATE "-Wl,--version-script=${CMAKE_CURRENT_FUNCTION_LIST_DIR}/exports.map")
  elseif(UNIX AND NOT APPLE)
    # Other natives share the JVM: our symbols stay hidden, theirs do not leak in.
    target_link_options(
      ${target} PRIVATE -static-libstdc++ -static-libgcc -Wl,--exclude-libs,ALL -Wl,--no-undefined -Wl,--gc-sections
      -Wl,-z,noexecstack -Wl,-z,relro -Wl,-z,now -Wl,--build-id=none
      "-Wl,--version-script=${CMAKE_CURRENT_FUNCTION_LIST_DIR}/exports.map" -s)
  endif()
endfunction()

function(ligature_add_jni jni_dir)
  # Only headers are needed (the JVM that loads the library brings the rest), so no find_package(JNI).
  set(LIG_JDK "$ENV{JAVA_HOME}" CACHE PATH "JDK whose include/jni.h is used")
  file(GLOB jni_md "${LIG_JDK}/include/*/jni_md.h")
  if(NOT EXISTS "${LIG_JDK}/include/jni.h" OR NOT jni_md)
    message(FATAL_ERROR "Ligature: no include/jni.h in '${LIG_JDK}': a JDK is needed, not a JRE")
  endif()
  list(GET jni_md 0 jni_md)
  get_filename_component(jni_md_dir "${jni_md}" DIRECTORY)
  file(GLOB sources CONFIGURE_DEPENDS "${jni_dir}/*.cpp")
  if(NOT sources)
    message(FATAL_ERROR "Ligature: no generated JNI source in '${jni_dir}'; build through Maven")
  endif()
  add_library(jniligature SHARED ${sources})
  target_include_directories(jniligature SYSTEM PRIVATE "${LIG_JDK}/include" "${jni_md_dir}")
  target_link_libraries(jniligature PRIVATE ligature_core)
  target_compile_options(jniligature PRIVATE -ffunction-sections -fdata-sections -ffile-prefix-map=${jni_dir}=jni)
  # Generated code is not ours to warn about, but a binding that drifts from the header must not compile.
  set_source_files_properties(${jni_dir}/jnijavacpp.cpp PROPERTIES COMPILE_OPTIONS -w)
  set_source_files_properties(${jni_dir}/jniligature.cpp PROPERTIES COMPILE_OPTIONS "-Werror=conversion;-Wno-unused")
  ligature_self_contained(jniligature)
  install(TARGETS jniligature LIBRARY DESTINATION . RUNTIME DESTINATION .)
endfunction()
