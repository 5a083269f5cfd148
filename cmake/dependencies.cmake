# Packages from the system; where one is missing, FetchContent builds it from source (FIND_PACKAGE_ARGS tries the system first).
# OpenSSL and zlib come from the system only: their security updates must not depend on us.
include(FetchContent)
find_package(Threads REQUIRED)
find_package(OpenSSL 3 REQUIRED)
find_package(ZLIB REQUIRED)

FetchContent_Declare(Boost URL https://github.com/boostorg/boost/releases/download/boost-1.84.0/boost-1.84.0.tar.xz
                     FIND_PACKAGE_ARGS 1.81)
FetchContent_Declare(fmt GIT_REPOSITORY https://github.com/fmtlib/fmt.git GIT_TAG 9.1.0 FIND_PACKAGE_ARGS 9)
FetchContent_Declare(pugixml GIT_REPOSITORY https://github.com/zeux/pugixml.git GIT_TAG v1.13 FIND_PACKAGE_ARGS)
FetchContent_Declare(CLI11 GIT_REPOSITORY https://github.com/CLIUtils/CLI11.git GIT_TAG v2.1.2 FIND_PACKAGE_ARGS)
FetchContent_Declare(googletest GIT_REPOSITORY https://github.com/google/googletest.git GIT_TAG release-1.12.1
                     FIND_PACKAGE_ARGS 1.12 NAMES GTest)
set(clamor_packages Boost fmt pugixml CLI11 googletest)
if(CLAMOR_BUILD_BENCHMARKS)
  FetchContent_Declare(benchmark GIT_REPOSITORY https://github.com/google/benchmark.git GIT_TAG v1.7.1
                       FIND_PACKAGE_ARGS 1.7)
  list(APPEND clamor_packages benchmark)
endif()
FetchContent_MakeAvailable(${clamor_packages})

# RapidJSON's own CMake config names no target, and its last release does not build as a subproject: headers are all we need.
find_path(RAPIDJSON_INCLUDE_DIR rapidjson/reader.h)
if(NOT RAPIDJSON_INCLUDE_DIR)
  FetchContent_Declare(rapidjson GIT_REPOSITORY https://github.com/Tencent/rapidjson.git GIT_TAG v1.1.0)
  FetchContent_GetProperties(rapidjson)
  if(NOT rapidjson_POPULATED)
    FetchContent_Populate(rapidjson)
  endif()
  set(RAPIDJSON_INCLUDE_DIR "${rapidjson_SOURCE_DIR}/include")
endif()
add_library(clamor_rapidjson INTERFACE)
target_include_directories(clamor_rapidjson SYSTEM INTERFACE "$<BUILD_INTERFACE:${RAPIDJSON_INCLUDE_DIR}>")
