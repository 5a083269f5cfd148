# Installs into an empty prefix: programs, libraries, public headers, and nothing of what lies behind them.
include("${CMAKE_CURRENT_LIST_DIR}/common.cmake")
file(REMOVE_RECURSE "${prefix}" "${outside}")
file(MAKE_DIRECTORY "${outside}")
run(output 0 "${CMAKE_COMMAND}" --install "${build}" --prefix "${prefix}")
foreach(program clamor-server clamor-report clamor-compare clamor-paired clamor-trend)
  run(output 0 "${prefix}/bin/${program}" --help)
endforeach()
file(GLOB_RECURSE headers RELATIVE "${prefix}/include" "${prefix}/include/*.h")
list(FILTER headers EXCLUDE REGEX "^(clamor/[a-z_]+\\.h|fmt/.*|gtest/.*|gmock/.*)$")  # fmt and GoogleTest where they were fetched
if(headers)
  message(FATAL_ERROR "installed, but not public: ${headers}")
endif()
