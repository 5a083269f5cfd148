# Paths in variables are meant from where ctest's caller is, and every test leaves its own turns.
include("${CMAKE_CURRENT_LIST_DIR}/common.cmake")
file(REMOVE_RECURSE "${outside}/mine")
file(COPY_FILE "${outside}/conversations/helpdesk/printer.json" "${outside}/printer.json")
file(MAKE_DIRECTORY "${outside}/mine/conversations/helpdesk")
file(RENAME "${outside}/printer.json" "${outside}/mine/conversations/helpdesk/moved.json")
file(WRITE "${outside}/mine/further.sla" "p50(response_time) < 9min\n")
set(ENV{CLAMOR_CONVERSATIONS} mine/conversations)
set(ENV{CLAMOR_SLA} mine/further.sla)
set(ENV{CLAMOR_TURNS} mine/turns.ndjson)
run(output 0 "${CMAKE_CTEST_COMMAND}" --test-dir "${outside}/build" --no-tests=error --output-on-failure
    -R "OwnDialect.IsSpoken|HoldsEachConversation/moved")

file(READ "${results}/junit.xml" junit)
expect("${junit}" MATCHES "further\\.sla")
foreach(test OwnDialect.IsSpoken Each_Helpdesk.HoldsEachConversation_moved)
  file(READ "${outside}/mine/turns.${test}.ndjson" turns)
  expect("${turns}" MATCHES "^{\"time\":")
endforeach()
