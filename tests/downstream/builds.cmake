# Configures and builds a copy of the project that knows nothing but the installed prefix.
include("${CMAKE_CURRENT_LIST_DIR}/common.cmake")
file(COPY "${project}/" DESTINATION "${outside}")
run(output 0 "${CMAKE_COMMAND}" -S "${outside}" -B "${outside}/build" -G "${generator}"
    "-DCMAKE_PREFIX_PATH=${prefix}" "-DCMAKE_CXX_COMPILER=${compiler}" "-DCMAKE_CXX_COMPILER_LAUNCHER=${launcher}"
    "-DCMAKE_CXX_FLAGS=${flags} -Wall -Wextra -Wpedantic -Werror" "-DCMAKE_BUILD_TYPE=${build_type}")
run(output 0 "${CMAKE_COMMAND}" --build "${outside}/build" --parallel 2)
