# Helpers shared by every folder: warnings are errors, one library a folder, one test binary a module.

# FindBoost of this CMake is older than Boost 1.81; the version is asked for exactly.
set(Boost_NO_WARN_NEW_VERSIONS ON)

add_library(hejie_options INTERFACE)
target_include_directories(hejie_options INTERFACE "${CMAKE_SOURCE_DIR}")
option(HEJIE_LONG "long forms of the tests: their time limits, and all of UBSan (scripts/test.sh --long)" OFF)
target_compile_options(hejie_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wswitch-enum -Werror
  -fstack-protector-strong -fcf-protection)
target_compile_definitions(hejie_options INTERFACE HEJIE_VERSION="${PROJECT_VERSION}")
# GCC 12 sees overlapping copies in std::string where there are none (GCC bug 105651).
target_compile_options(hejie_options INTERFACE -Wno-restrict)
if(CMAKE_BUILD_TYPE STREQUAL "Release" AND NOT HEJIE_SANITIZE)
  target_compile_definitions(hejie_options INTERFACE _FORTIFY_SOURCE=2)
endif()
target_link_options(hejie_options INTERFACE -fuse-ld=lld -Wl,-z,relro,-z,now)
if(HEJIE_SANITIZE)
  # A finding ends the test; UBSan would otherwise only print it.
  target_compile_options(hejie_options INTERFACE
    -fsanitize=${HEJIE_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  # Half of UBSan's building time goes into checks of every pointer, most of which ASan makes as well.
  if(HEJIE_SANITIZE MATCHES "undefined" AND NOT HEJIE_LONG)
    target_compile_options(hejie_options INTERFACE
      -fno-sanitize=null,alignment,vptr,object-size,pointer-overflow,nonnull-attribute,returns-nonnull-attribute)
  endif()
  # Instrumented code makes GCC warn of what is not there; the other builds have warned already.
  target_compile_options(hejie_options INTERFACE -Wno-error)
  target_link_options(hejie_options INTERFACE -fsanitize=${HEJIE_SANITIZE})
  if(HEJIE_SANITIZE MATCHES "thread")
    target_compile_definitions(hejie_options INTERFACE BOOST_ASIO_DISABLE_FENCED_BLOCK)
    target_compile_options(hejie_options INTERFACE -Wno-tsan)
  endif()
endif()

# Where the program has been (GCC's trace-pc): fuzzed programs tell AFL++ (tests/fuzz), the others nobody.
option(HEJIE_COVERAGE "count blocks, for the fuzz targets" OFF)
if(HEJIE_COVERAGE)
  add_library(hejie_coverage_sink STATIC "${CMAKE_SOURCE_DIR}/tests/fuzz/coverage/sink.cpp")
  target_compile_options(hejie_options INTERFACE -fsanitize-coverage=trace-pc)
  target_link_libraries(hejie_options INTERFACE hejie_coverage_sink)
endif()

# hejie_module(NAME [LIBS lib...]): static library hejie_NAME of all *.cpp in this folder (not below it).
function(hejie_module name)
  cmake_parse_arguments(ARG "" "" "LIBS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cpp")
  if(sources)
    add_library(hejie_${name} STATIC ${sources})
    target_link_libraries(hejie_${name} PUBLIC hejie_options ${ARG_LIBS})
  else()
    add_library(hejie_${name} INTERFACE)
    target_link_libraries(hejie_${name} INTERFACE hejie_options ${ARG_LIBS})
  endif()
endfunction()

# hejie_heavy_source(FILE): a file whose templates cost minutes under sanitizers (Beast). There it is compiled at -O0
# and without UBSan, for it alone; in Debug without -g. Call it in the folder's CMakeLists.txt.
function(hejie_heavy_source file)
  if(HEJIE_SANITIZE)
    set_property(SOURCE "${file}" APPEND PROPERTY COMPILE_OPTIONS -O0 -g0)
    if(HEJIE_SANITIZE MATCHES "undefined")
      set_property(SOURCE "${file}" APPEND PROPERTY COMPILE_OPTIONS -fno-sanitize=undefined)
    endif()
  elseif(CMAKE_BUILD_TYPE STREQUAL "Debug")
    set_property(SOURCE "${file}" APPEND PROPERTY COMPILE_OPTIONS -g0)
  endif()
endfunction()

# Labels that say what kind of test it is; a test with none of them is a unit test. scripts/test.sh picks by label:
# ASan+UBSan runs unit and scenario, TSan runs storage and alerts, both run the http tests of tests/node against an
# instrumented program; slow kinds run in Release only.
set(HEJIE_TEST_KINDS scenario http crash simulation fuzz lint node browser cli)

# Targets label_LABEL build just the tests of a label, so that the sanitizer parts need not build the rest.
foreach(label IN ITEMS unit scenario storage alerts)
  add_custom_target(label_${label})
endforeach()

# hejie_test(NAME [LIBS lib...] [LABELS l...] [TIMEOUT s]): one GoogleTest binary of all *.cpp in this folder.
# The module's name is a label too. A skipped test is GTEST_SKIP(); it is counted, never hidden.
function(hejie_test name)
  cmake_parse_arguments(ARG "" "TIMEOUT" "LIBS;LABELS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cpp")
  if(NOT sources)
    return()
  endif()
  add_executable(test_${name} ${sources})
  target_link_libraries(test_${name} PRIVATE hejie_options ${ARG_LIBS} GTest::gmock GTest::gtest_main)
  # What is under test is optimized and instrumented in full; the tests' own code only costs time to build.
  if(HEJIE_SANITIZE MATCHES "undefined")
    target_compile_options(test_${name} PRIVATE -O0 -fno-sanitize=undefined)
  elseif(HEJIE_SANITIZE)
    target_compile_options(test_${name} PRIVATE -O0)
  elseif(CMAKE_BUILD_TYPE STREQUAL "Release")
    target_compile_options(test_${name} PRIVATE -O1)
  endif()
  target_compile_definitions(test_${name} PRIVATE
    HEJIE_SOURCE_DIR="${CMAKE_SOURCE_DIR}" HEJIE_BINARY_DIR="${CMAKE_BINARY_DIR}")
  add_test(NAME ${name} COMMAND test_${name})
  set(labels ${name} ${ARG_LABELS})
  set(kinds ${HEJIE_TEST_KINDS})
  list(REMOVE_ITEM kinds ${labels})
  if(kinds STREQUAL HEJIE_TEST_KINDS)
    list(APPEND labels unit)
  endif()
  list(REMOVE_DUPLICATES labels)
  foreach(label IN LISTS labels)
    if(TARGET label_${label})
      add_dependencies(label_${label} test_${name})
    endif()
  endforeach()
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 300)
  endif()
  if(HEJIE_LONG)
    math(EXPR ARG_TIMEOUT "${ARG_TIMEOUT} * 20")
  endif()
  # scripts/test_report.py counts single tests from GoogleTest's own report.
  set_tests_properties(${name} PROPERTIES LABELS "${labels}" SKIP_RETURN_CODE 77 TIMEOUT ${ARG_TIMEOUT}
    ENVIRONMENT "GTEST_OUTPUT=xml:${CMAKE_BINARY_DIR}/reports/${name}.xml")
endfunction()
