# An added conversation is a new test and a broken one a failing test, both without a build.
include("${CMAKE_CURRENT_LIST_DIR}/common.cmake")
set(folder "${outside}/conversations/helpdesk")
set(ctest "${CMAKE_CTEST_COMMAND}" --test-dir "${outside}/build" --no-tests=error)

file(COPY_FILE "${folder}/printer.json" "${folder}/added.json")
run(listed 0 ${ctest} -N)
expect("${listed}" MATCHES "Each/Helpdesk\\.HoldsEachConversation/added")
file(REMOVE "${folder}/added.json")

file(WRITE "${folder}/broken.json" "{ \"conversation\": [ { \"rule\": \"user\" } ] }\n")
run(output ANY ${ctest} --output-on-failure -R HoldsEachConversation/broken)
file(REMOVE "${folder}/broken.json")
expect("${output}" MATCHES "broken\\.json:1:[0-9]+: ")
expect("${output}" MATCHES "HoldsEachConversation/broken \\(Failed\\)")

file(RENAME "${outside}/build/dialect_load" "${outside}/build/moved_away")
run(output ANY ${ctest} --output-on-failure -R dialect_load)
file(RENAME "${outside}/build/moved_away" "${outside}/build/dialect_load")
expect("${output}" MATCHES "dialect_load is not built")
expect("${output}" MATCHES "dialect_load\\.is_built \\(Failed\\)")
