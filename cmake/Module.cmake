# headroom_module(<name> SOURCES files... [DEPENDS modules...] [LIBRARIES external...]
#                 [PUBLIC_LIBRARIES external...] [TESTS files...] [BENCHES files...] [FUZZERS files...])
#
# Declares one module: a static library headroom_<name>, one test program, one
# benchmark program, and one fuzz program for each x_fuzz.cc (clang only).
# A module may depend only on modules declared before it, so a cycle cannot be
# written down. cmake/CheckLayers.cmake holds the #includes to the same list.
# PUBLIC_LIBRARIES are those whose headers our own headers include.
# With HEADROOM_FUZZ (preset fuzz) only the fuzz programs are declared and run.
#
# headroom_binary(<target>) says that a program is what users run: it lands in
# the root of the build folder (build/release/headroom) and is installed.
#
# The top CMakeLists.txt starts the list: file(WRITE ${PROJECT_BINARY_DIR}/layers.cmake "").
set(HEADROOM_FUZZ_RUNS 20000 CACHE STRING "Runs of each fuzz target under ctest")
set(headroom_warnings -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wold-style-cast
  -Wcast-qual -Wunused -Woverloaded-virtual -Wconversion -Wno-sign-conversion
  -Wno-missing-field-initializers -Werror)
# clang meets libstdc++'s own use of a deprecated function in std::stable_sort and its kin.
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  list(APPEND headroom_warnings -Wno-deprecated-declarations)
endif()

function(headroom_program target)
  target_compile_options(${target} PRIVATE $<$<COMPILE_LANGUAGE:CXX>:${headroom_warnings}>)
endfunction()

function(headroom_binary target)
  headroom_program(${target})
  set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR})
  install(TARGETS ${target} RUNTIME DESTINATION bin)
endfunction()

function(headroom_fuzzer name source)
  cmake_path(GET source STEM program)
  set(corpus ${CMAKE_CURRENT_SOURCE_DIR}/corpus/${program})
  if(NOT IS_DIRECTORY ${corpus})
    message(FATAL_ERROR "Fuzzer '${program}' has no corpus: commit a few inputs to ${corpus}")
  endif()
  add_executable(${program} ${source})
  target_link_libraries(${program} PRIVATE headroom_${name} -fsanitize=fuzzer)
  headroom_program(${program})
  # libFuzzer writes what it finds into the first folder: the build's, not the committed one.
  file(MAKE_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}/found/${program})
  add_test(NAME ${program} COMMAND ${program} -runs=${HEADROOM_FUZZ_RUNS} -seed=1 -max_len=4096 -timeout=20
    -print_final_stats=1 -artifact_prefix=${CMAKE_CURRENT_BINARY_DIR}/
    ${CMAKE_CURRENT_BINARY_DIR}/found/${program} ${corpus})
  set_tests_properties(${program} PROPERTIES LABELS fuzz)
endfunction()

function(headroom_module name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;DEPENDS;LIBRARIES;PUBLIC_LIBRARIES;TESTS;BENCHES;FUZZERS")
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "Module '${name}': unknown words ${arg_UNPARSED_ARGUMENTS}")
  endif()
  foreach(dependency IN LISTS arg_DEPENDS)
    if(NOT TARGET headroom_${dependency})
      message(FATAL_ERROR "Module '${name}' may not depend on '${dependency}': "
        "it is not declared before it in src/CMakeLists.txt, which lists modules bottom-up.")
    endif()
  endforeach()
  list(TRANSFORM arg_DEPENDS PREPEND headroom_ OUTPUT_VARIABLE dependency_targets)

  file(GLOB_RECURSE headers CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.h)
  add_library(headroom_${name} STATIC ${arg_SOURCES})
  target_sources(headroom_${name} PUBLIC FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR}/src FILES ${headers})
  target_link_libraries(headroom_${name} PUBLIC ${dependency_targets} ${arg_PUBLIC_LIBRARIES} PRIVATE ${arg_LIBRARIES})
  headroom_program(headroom_${name})
  file(APPEND ${PROJECT_BINARY_DIR}/layers.cmake
    "list(APPEND modules ${name})\nset(depends_${name} ${arg_DEPENDS})\n")

  if(HEADROOM_FUZZ)
    foreach(source IN LISTS arg_FUZZERS)
      headroom_fuzzer(${name} ${source})
    endforeach()
    return()
  endif()
  if(arg_TESTS)
    add_executable(${name}_test ${arg_TESTS})
    target_link_libraries(${name}_test PRIVATE headroom_${name} GTest::gtest_main)
    target_precompile_headers(${name}_test PRIVATE <gtest/gtest.h> <string> <vector>)
    headroom_program(${name}_test)
    add_test(NAME ${name} COMMAND ${name}_test)
  endif()
  if(arg_BENCHES)
    add_executable(${name}_bench ${arg_BENCHES})
    target_link_libraries(${name}_bench PRIVATE headroom_${name} benchmark::benchmark_main)
    headroom_program(${name}_bench)
    add_test(NAME ${name}_bench_runs COMMAND ${name}_bench --benchmark_min_time=0)
  endif()
endfunction()
