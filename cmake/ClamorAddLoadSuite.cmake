# clamor_add_load_suite(<program>
#   SOURCES <a.cc> ...
#   CONVERSATIONS <folder>      # what ConversationsIn("x") is below
#   [LABELS <label> ...]        # ctest -L load
#   [EMBEDDED <arguments>]      # of the embedded server when it is the target and --clamor_embedded gives none
#   [SLA <file>]                # one SLA per line, held against all runs of the project together or those of its section
#   [TIME_LIMIT <seconds>]      # of each test, at full scale; 1500 when not given
#   [LINKS <target> ...])
#
# One program with clamor::Main, whose tests ctest asks for each time it starts (see load_suite_tests.cmake), so that an edited
# conversation is seen without a build. Around the tests of all suites of a project stand two of ctest's fixtures:
# clamor.begin_run empties the results folder, clamor.gather makes the reports of what they leave there. The folder is CLAMOR_OUT
# or clamor-results where ctest was called.
function(clamor_add_load_suite program)
  cmake_parse_arguments(PARSE_ARGV 1 suite "" "CONVERSATIONS;EMBEDDED;SLA;TIME_LIMIT" "SOURCES;LABELS;LINKS")
  if(suite_UNPARSED_ARGUMENTS OR NOT suite_SOURCES OR NOT suite_CONVERSATIONS)
    message(FATAL_ERROR "clamor_add_load_suite(${program} SOURCES ... CONVERSATIONS folder [LABELS ...] [EMBEDDED arguments] "
                        "[SLA file] [TIME_LIMIT seconds] [LINKS ...]): cannot read '${ARGN}'")
  endif()
  if(NOT suite_TIME_LIMIT)
    set(suite_TIME_LIMIT 1500)
  endif()
  if(NOT suite_TIME_LIMIT MATCHES "^[1-9][0-9]*$")
    message(FATAL_ERROR "clamor_add_load_suite(${program}): TIME_LIMIT is whole seconds, not '${suite_TIME_LIMIT}'")
  endif()
  cmake_path(ABSOLUTE_PATH suite_CONVERSATIONS)

  add_executable(${program} ${suite_SOURCES} "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/load_suite_main.cc")
  target_link_libraries(${program} PRIVATE clamor::clamor ${suite_LINKS})
  # Reports name the lines of promises as code forges do: from the project's root.
  if(CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
    target_compile_options(${program} PRIVATE "-fmacro-prefix-map=${CMAKE_SOURCE_DIR}/=")
  endif()
  target_compile_definitions(${program} PRIVATE
    "CLAMOR_SUITE_NAME=\"${program}\""
    "CLAMOR_SUITE_CONVERSATIONS=\"${suite_CONVERSATIONS}\""
    "CLAMOR_SUITE_EMBEDDED=\"${suite_EMBEDDED}\""
    "CLAMOR_SUITE_SERVER=\"$<TARGET_FILE:clamor::clamor-server>\"")

  # All that the suites need to run, and the SLA files of them all, known once the whole project is configured.
  if(NOT TARGET clamor_load_suites)
    add_custom_target(clamor_load_suites)
    add_dependencies(clamor_load_suites clamor::clamor-server clamor::clamor-report)
  endif()
  add_dependencies(clamor_load_suites ${program})
  if(suite_SLA)
    cmake_path(ABSOLUTE_PATH suite_SLA)
    set_property(TARGET clamor_load_suites APPEND PROPERTY CLAMOR_SLA_FILES "${suite_SLA}")
  endif()

  set(tests "${CMAKE_CURRENT_BINARY_DIR}/${program}_tests")
  file(GENERATE OUTPUT "${tests}-$<CONFIG>.cmake" CONTENT
"set(clamor_program [==[$<TARGET_FILE:${program}>]==])
set(clamor_suite [==[${program}]==])
set(clamor_labels [==[${suite_LABELS}]==])
set(clamor_time_limit ${suite_TIME_LIMIT})
set(clamor_report [==[$<TARGET_FILE:clamor::clamor-report>]==])
set(clamor_sla_files [==[$<TARGET_PROPERTY:clamor_load_suites,CLAMOR_SLA_FILES>]==])
set(clamor_cmake [==[${CMAKE_COMMAND}]==])
include([==[${CMAKE_CURRENT_FUNCTION_LIST_DIR}/load_suite_tests.cmake]==])
")
  get_property(multi_config GLOBAL PROPERTY GENERATOR_IS_MULTI_CONFIG)
  if(multi_config)
    file(WRITE "${tests}.cmake" "include([==[${tests}-]==]\${CTEST_CONFIGURATION_TYPE}.cmake)\n")
    set_property(DIRECTORY APPEND PROPERTY TEST_INCLUDE_FILES "${tests}.cmake")
  else()
    set_property(DIRECTORY APPEND PROPERTY TEST_INCLUDE_FILES "${tests}-${CMAKE_BUILD_TYPE}.cmake")
  endif()
endfunction()
