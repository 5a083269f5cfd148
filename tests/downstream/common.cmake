# What the downstream tests share.
cmake_minimum_required(VERSION 3.24)

# The caller's own options must not reach the suites of the tests.
foreach(variable BASE_URL AUTH_TOKEN AUTH_TOKENS CLAMOR_DURATION_SCALE CLAMOR_OUT CLAMOR_CONVERSATIONS CLAMOR_SLA CLAMOR_TURNS
         GITHUB_STEP_SUMMARY)
  unset(ENV{${variable}})
endforeach()
set(ENV{CLAMOR_EMBEDDED} "--ttft constant:100ms --gap constant:1ms")
set(ENV{PWD} "${outside}")  # where ctest's caller is
set(results "${outside}/clamor-results")

# run(<variable> <expected exit code or ANY> <command> ...): its output, or the end of the test.
function(run variable expected)
  execute_process(COMMAND ${ARGN} WORKING_DIRECTORY "${outside}" OUTPUT_VARIABLE output ERROR_VARIABLE output RESULT_VARIABLE code)
  if(NOT expected STREQUAL "ANY" AND NOT code EQUAL expected)
    list(JOIN ARGN " " command)
    message(FATAL_ERROR "${command}\nended with ${code}, expected ${expected}:\n${output}")
  endif()
  set(${variable} "${output}" PARENT_SCOPE)
endfunction()

# expect(<what> MATCHES <regular expression>): else the test fails and shows the text.
function(expect text matches pattern)
  if(NOT text MATCHES "${pattern}")
    message(SEND_ERROR "expected ${pattern} in:\n${text}")
  endif()
endfunction()
