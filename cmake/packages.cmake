# The two libraries that users link, and the programs under the names that an installed Clamor gives them.
#   clamor::clamor   what a suite needs: fixtures and GoogleTest
#   clamor::results  results, their JSON and the reports, without GoogleTest: for tools
add_library(clamor INTERFACE)
add_library(clamor::clamor ALIAS clamor)
target_link_libraries(clamor INTERFACE clamor_fixtures GTest::gtest)

add_library(clamor_results INTERFACE)
add_library(clamor::results ALIAS clamor_results)
set_target_properties(clamor_results PROPERTIES EXPORT_NAME results)
target_link_libraries(clamor_results INTERFACE clamor_reporters clamor_metrics)

foreach(program clamor-server clamor-report clamor-compare clamor-paired clamor-trend)
  if(TARGET ${program})
    add_executable(clamor::${program} ALIAS ${program})
  endif()
endforeach()
