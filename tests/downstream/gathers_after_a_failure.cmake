# A failed load test does not keep the reports from being gathered, and what it says is in them.
include("${CMAKE_CURRENT_LIST_DIR}/common.cmake")
run(output 8 "${CMAKE_CTEST_COMMAND}" --test-dir "${outside}/build" --no-tests=error --output-on-failure -L broken)
expect("${output}" MATCHES "BrokenPromise\\.FailsItsTest \\(Failed\\)")
expect("${output}" MATCHES "clamor\\.gather")
file(READ "${results}/junit.xml" junit)
expect("${junit}" MATCHES "<failure[^>]*max\\(response_time\\)")
expect("${junit}" MATCHES " file=\"broken_promise\\.cc\" line=\"[1-9]")
