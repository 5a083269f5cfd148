# cmake --install: the public headers, the rooms behind them, clamor_add_load_suite and the programs, for find_package(clamor).
include(CMakePackageConfigHelpers)
set(clamor_package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/clamor")

# server and ci stand behind programs, not behind the libraries.
install(TARGETS clamor clamor_results clamor_base clamor_metrics clamor_conversations clamor_net clamor_protocols clamor_engine
                clamor_target clamor_reporters clamor_fixtures clamor-server clamor-report clamor-compare clamor-paired clamor-trend
        EXPORT clamor)
install(EXPORT clamor NAMESPACE clamor:: DESTINATION "${clamor_package_dir}" FILE clamor-targets.cmake)
install(DIRECTORY include/clamor DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}" FILES_MATCHING PATTERN "*.h")

configure_package_config_file(cmake/clamor-config.cmake.in clamor-config.cmake INSTALL_DESTINATION "${clamor_package_dir}")
write_basic_package_version_file(clamor-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/clamor-config.cmake" "${PROJECT_BINARY_DIR}/clamor-config-version.cmake"
              cmake/ClamorAddLoadSuite.cmake cmake/load_suite_main.cc cmake/load_suite_tests.cmake
        DESTINATION "${clamor_package_dir}")
install(FILES LICENSE DESTINATION "${CMAKE_INSTALL_DATADIR}/licenses/clamor")
