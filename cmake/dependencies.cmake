# Packages from the system; where one is missing, FetchContent builds it from source (FIND_PACKAGE_ARGS tries the system first,
# FETCHCONTENT_TRY_FIND_PACKAGE_MODE=NEVER does not). OpenSSL and zlib come from the system only: their security updates must
# not depend on us.
include(FetchContent)
find_package(Threads REQUIRED)
find_package(OpenSSL 3 REQUIRED)
find_package(ZLIB REQUIRED)

# What an installed Clamor links is installed beside it when it was built here.
set(CMAKE_POLICY_DEFAULT_CMP0077 NEW)  # the packages' options heed these variables
set(CMAKE_POLICY_DEFAULT_CMP0069 NEW)  # those of release builds are link-time optimised, too
set(FMT_INSTALL ON)
set(INSTALL_GTEST ON)

# Of Boost and RapidJSON only headers are used; neither is built (there is nothing at SOURCE_SUBDIR).
FetchContent_Declare(Boost URL https://archives.boost.io/release/1.84.0/source/boost_1_84_0.tar.gz
                     URL_HASH SHA256=a5800f405508f5df8114558ca9855d2640a2de8f0445f051fa1c7c3383045724
                     DOWNLOAD_EXTRACT_TIMESTAMP ON SOURCE_SUBDIR headers-only FIND_PACKAGE_ARGS 1.81 CONFIG)
FetchContent_Declare(rapidjson GIT_REPOSITORY https://github.com/Tencent/rapidjson.git GIT_TAG v1.1.0
                     SOURCE_SUBDIR headers-only)
FetchContent_Declare(fmt GIT_REPOSITORY https://github.com/fmtlib/fmt.git GIT_TAG 9.1.0 FIND_PACKAGE_ARGS 9)
FetchContent_Declare(pugixml GIT_REPOSITORY https://github.com/zeux/pugixml.git GIT_TAG v1.13 FIND_PACKAGE_ARGS)
FetchContent_Declare(CLI11 GIT_REPOSITORY https://github.com/CLIUtils/CLI11.git GIT_TAG v2.1.2 FIND_PACKAGE_ARGS)
FetchContent_Declare(googletest GIT_REPOSITORY https://github.com/google/googletest.git GIT_TAG release-1.12.1
                     FIND_PACKAGE_ARGS 1.12 NAMES GTest)
FetchContent_MakeAvailable(Boost fmt pugixml CLI11 googletest)
if(CLAMOR_BUILD_BENCHMARKS)
  set(BENCHMARK_ENABLE_TESTING OFF)
  FetchContent_Declare(benchmark GIT_REPOSITORY https://github.com/google/benchmark.git GIT_TAG v1.7.1
                       FIND_PACKAGE_ARGS 1.7)
  FetchContent_MakeAvailable(benchmark)
endif()

if(NOT TARGET Boost::headers)
  add_library(clamor_boost INTERFACE)
  add_library(Boost::headers ALIAS clamor_boost)
  target_include_directories(clamor_boost SYSTEM INTERFACE "${boost_SOURCE_DIR}")
endif()

# RapidJSON's own CMake config names no target.
if(NOT FETCHCONTENT_TRY_FIND_PACKAGE_MODE STREQUAL "NEVER")
  find_path(RAPIDJSON_INCLUDE_DIR rapidjson/reader.h)
endif()
if(NOT RAPIDJSON_INCLUDE_DIR)
  FetchContent_MakeAvailable(rapidjson)
  set(RAPIDJSON_INCLUDE_DIR "${rapidjson_SOURCE_DIR}/include")
endif()
add_library(clamor_rapidjson INTERFACE)
target_include_directories(clamor_rapidjson SYSTEM INTERFACE "${RAPIDJSON_INCLUDE_DIR}")

# Header-only: compiled in, and so unknown to the users of an installed Clamor.
set(clamor_header_only Boost::headers CLI11::CLI11 clamor_rapidjson)
