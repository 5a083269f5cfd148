# Half of what compiling a test takes is GoogleMock: it is compiled once for all of them. (clang would want the same
# definitions for all who use it.)
if(CLAMOR_BUILD_TESTS AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND NOT CMAKE_DISABLE_PRECOMPILE_HEADERS)
  add_library(clamor_gmock_once OBJECT "${CMAKE_CURRENT_LIST_DIR}/gmock_once.cc")
  target_compile_options(clamor_gmock_once PRIVATE -O0 -fpch-preprocess ${CLAMOR_TEST_OPTIONS})  # the second for ccache
  target_link_libraries(clamor_gmock_once PRIVATE GTest::gmock)
  target_precompile_headers(clamor_gmock_once PRIVATE <gmock/gmock.h> <gtest/gtest.h>)
endif()

# For programs of tests; those of rooms have it already. With headers behind the target it is compiled once more, with
# them.
function(clamor_use_gmock_once target)
  if(NOT TARGET clamor_gmock_once)
    return()
  endif()
  target_compile_options(${target} PRIVATE -fpch-preprocess ${CLAMOR_TEST_OPTIONS})
  if(ARGN)
    target_precompile_headers(${target} PRIVATE <gmock/gmock.h> <gtest/gtest.h> ${ARGN})
  else()
    target_precompile_headers(${target} REUSE_FROM clamor_gmock_once)
  endif()
endfunction()

# clamor_room(<name> SOURCES a.cc ... [PRECOMPILE <header> ...] [TESTS a_test.cc ...] [TESTS_APART b_test.cc ...]
#             [TEST_PRECOMPILE <header> ...] [LINKS targets ...] [TEST_LINKS targets ...])
#
# A room is one static library, clamor::<name>, with its unit tests beside their sources in one program, <name>_test.
# LINKS are the rooms it uses and its own third-party packages (tests/includes_test.cc holds every #include against the
# same arrows). Where TESTS_APART is given, tests are compiled several at once, but for these, which have unnamed names in
# common with others. PRECOMPILE names other people's headers that most sources have anyway; each source still includes what it
# uses, which the lint, where nothing is precompiled, holds it to.
function(clamor_room name)
  cmake_parse_arguments(PARSE_ARGV 1 room "" "" "SOURCES;PRECOMPILE;TESTS;TESTS_APART;TEST_PRECOMPILE;LINKS;TEST_LINKS")
  add_library(clamor_${name} STATIC ${room_SOURCES})
  add_library(clamor::${name} ALIAS clamor_${name})
  set_target_properties(clamor_${name} PROPERTIES EXPORT_NAME ${name})
  target_compile_features(clamor_${name} PUBLIC cxx_std_20)
  # Users see the public headers; the rooms see each other from the repository's root.
  target_include_directories(clamor_${name}
    PUBLIC "$<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>" "$<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>"
    PRIVATE "${PROJECT_SOURCE_DIR}")
  if(room_PRECOMPILE AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND NOT CMAKE_DISABLE_PRECOMPILE_HEADERS)
    target_compile_options(clamor_${name} PRIVATE -fpch-preprocess)
    target_precompile_headers(clamor_${name} PRIVATE ${room_PRECOMPILE})
  endif()
  foreach(link IN LISTS room_LINKS)
    if(link IN_LIST clamor_header_only)
      # Nothing of these is left in the archive, so an installed Clamor must not ask for them.
      set(link "$<BUILD_INTERFACE:${link}>")
    endif()
    target_link_libraries(clamor_${name} PRIVATE "${link}")
  endforeach()
  if(CLAMOR_BUILD_TESTS AND room_TESTS)
    add_executable(${name}_test ${room_TESTS})
    target_compile_options(${name}_test PRIVATE -O0)  # a test runs once: optimising it takes longer
    if(room_TESTS_APART)
      # Most of what a test takes to compile are its headers; eight tests together read them once.
      set_target_properties(${name}_test PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 8)
      set_source_files_properties(${room_TESTS_APART} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
    endif()
    clamor_use_gmock_once(${name}_test ${room_TEST_PRECOMPILE})
    target_include_directories(${name}_test PRIVATE "${PROJECT_SOURCE_DIR}")
    target_link_libraries(${name}_test PRIVATE clamor_${name} ${room_LINKS} ${room_TEST_LINKS} GTest::gmock_main)
    add_test(NAME ${name}_test COMMAND ${name}_test)
    set_tests_properties(${name}_test PROPERTIES LABELS unit TIMEOUT 120)
  endif()
endfunction()
