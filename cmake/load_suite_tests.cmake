# Run by ctest each time it starts: asks a suite for its tests and adds them. What can go wrong here is a failing test, never a
# missing one. Given by clamor_add_load_suite: clamor_program, clamor_suite, clamor_labels, clamor_time_limit (seconds, at full
# scale), clamor_report, clamor_sla_files, clamor_cmake.
cmake_policy(PUSH)
cmake_policy(SET CMP0057 NEW)  # IN_LIST

# clamor_callers_path(<variable> <path>): ctest works in the build folder, but its caller means a path from where the caller is.
function(clamor_callers_path variable path)
  if(NOT path STREQUAL "" AND NOT "$ENV{PWD}" STREQUAL "")
    cmake_path(ABSOLUTE_PATH path BASE_DIRECTORY "$ENV{PWD}" NORMALIZE)
  endif()
  set(${variable} "${path}" PARENT_SCOPE)
endfunction()

set(clamor_out "$ENV{CLAMOR_OUT}")
if(clamor_out STREQUAL "")
  set(clamor_out "clamor-results")
endif()
clamor_callers_path(clamor_out "${clamor_out}")
clamor_callers_path(clamor_turns "$ENV{CLAMOR_TURNS}")
set(clamor_environment "CLAMOR_OUT=${clamor_out}" "GITHUB_STEP_SUMMARY=")  # the gathered summary is the step's
foreach(name CLAMOR_CONVERSATIONS CLAMOR_SLA CLAMOR_TLS_CA)
  if(NOT "$ENV{${name}}" STREQUAL "")
    clamor_callers_path(path "$ENV{${name}}")
    list(APPEND clamor_environment "${name}=${path}")
  endif()
endforeach()

# Each test is a process of its own, which begins its file of turns anew: turns.ndjson.gz becomes turns.TEST.ndjson.gz.
function(clamor_turns_of test variable)
  string(REPLACE "/" "_" name "${test}")
  set(path "${clamor_turns}")
  set(compressed "")
  if(path MATCHES "^(.*)(\\.gz)$")
    set(path "${CMAKE_MATCH_1}")
    set(compressed "${CMAKE_MATCH_2}")
  endif()
  if(path MATCHES "^(.*/[^/]+)(\\.[^./]+)$")
    set(path "${CMAKE_MATCH_1}.${name}${CMAKE_MATCH_2}")
  else()
    string(APPEND path ".${name}")
  endif()
  set(${variable} "${path}${compressed}" PARENT_SCOPE)
endfunction()

# What all tests of the suite have in common.
function(clamor_belongs_to_suite test)
  set_tests_properties("${test}" PROPERTIES LABELS "${clamor_labels}" FIXTURES_REQUIRED clamor_run RUN_SERIAL TRUE)
endfunction()

# A test that shows why and fails: WILL_FAIL turns the message's success into a failure.
function(clamor_add_failing_test test why)
  add_test("${test}" "${clamor_cmake}" -E echo "${why}")
  clamor_belongs_to_suite("${test}")
  set_tests_properties("${test}" PROPERTIES WILL_FAIL TRUE)
endfunction()

# The same scale as the suite's own --clamor_duration_scale, in ten-thousandths: CMake has whole numbers only.
set(clamor_scale 10000)
if("$ENV{CLAMOR_DURATION_SCALE}" MATCHES "[0-9]" AND
   "$ENV{CLAMOR_DURATION_SCALE}" MATCHES "^0*([0-9]*)\\.?([0-9]?[0-9]?[0-9]?[0-9]?)[0-9]*$")
  string(SUBSTRING "${CMAKE_MATCH_2}0000" 0 4 clamor_fraction)
  math(EXPR clamor_scale "0${CMAKE_MATCH_1} * 10000 + 1${clamor_fraction} - 10000")
endif()
math(EXPR clamor_limit "${clamor_time_limit} * ${clamor_scale} / 10000")
if(clamor_limit LESS 30)
  set(clamor_limit 30)  # connecting and the server's start do not scale
endif()
math(EXPR clamor_timeout "${clamor_limit} + 60")  # to let conversations end and to report

if(NOT clamor_run_has_fixtures)
  set(clamor_run_has_fixtures TRUE)
  set(clamor_sla_arguments "")
  foreach(file IN LISTS clamor_sla_files)
    list(APPEND clamor_sla_arguments --sla "${file}")
  endforeach()
  add_test(clamor.begin_run "${clamor_report}" --begin "${clamor_out}")
  add_test(clamor.gather "${clamor_report}" ${clamor_sla_arguments} "${clamor_out}")
  set_tests_properties(clamor.begin_run PROPERTIES FIXTURES_SETUP clamor_run TIMEOUT 60)
  set_tests_properties(clamor.gather PROPERTIES FIXTURES_CLEANUP clamor_run TIMEOUT 300)
endif()
# ctest adds to the labels that a test has: the fixtures carry those of every suite, and -LE leaves them out with the suites.
set_tests_properties(clamor.begin_run clamor.gather PROPERTIES LABELS "${clamor_labels}")

set(clamor_listed "")
if(NOT EXISTS "${clamor_program}")
  clamor_add_failing_test("${clamor_suite}.is_built" "${clamor_program} is not built")
else()
  execute_process(COMMAND "${clamor_cmake}" -E env ${clamor_environment} "${clamor_program}" --gtest_list_tests TIMEOUT 60
                  OUTPUT_VARIABLE clamor_listed ERROR_VARIABLE clamor_errors RESULT_VARIABLE clamor_result)
  if(NOT clamor_result EQUAL 0)
    clamor_add_failing_test("${clamor_suite}.lists_its_tests"
                            "${clamor_program} --gtest_list_tests ended with ${clamor_result}: ${clamor_errors}")
    set(clamor_listed "")
  endif()
endif()

# "Assistant.", then "  HoldsEachConversation/small_talk  # GetParam() = ...": what stands behind # may hold anything.
string(REGEX REPLACE " +#[^\n]*" "" clamor_listed "${clamor_listed}")
string(REGEX MATCHALL "[A-Za-z0-9_/. ]+" clamor_listed "${clamor_listed}")
set(clamor_group "")
set(clamor_found FALSE)
foreach(line IN LISTS clamor_listed)
  if(line MATCHES "^[^ ]+\\.$")
    set(clamor_group "${line}")
  elseif(line MATCHES "^  ([^ ]+)$" AND clamor_group)
    set(clamor_found TRUE)
    set(test "${clamor_group}${CMAKE_MATCH_1}")
    if(test IN_LIST clamor_all_tests)
      clamor_add_failing_test("${clamor_suite}.${test}" "another suite has a test of the name ${test}")
      continue()
    endif()
    list(APPEND clamor_all_tests "${test}")
    add_test("${test}" "${clamor_program}" "--gtest_filter=${test}")
    clamor_belongs_to_suite("${test}")
    set(environment ${clamor_environment} "CLAMOR_TIME_LIMIT=${clamor_limit}")
    if(clamor_turns)
      clamor_turns_of("${test}" turns)
      list(APPEND environment "CLAMOR_TURNS=${turns}")
    endif()
    set_tests_properties("${test}" PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT ${clamor_timeout} ENVIRONMENT "${environment}")
    if(test MATCHES "(^|[./])DISABLED_")
      set_tests_properties("${test}" PROPERTIES DISABLED TRUE)
    endif()
  endif()
endforeach()
if(clamor_result EQUAL 0 AND EXISTS "${clamor_program}" AND NOT clamor_found)
  clamor_add_failing_test("${clamor_suite}.has_tests" "${clamor_program} has no test")
endif()
cmake_policy(POP)
