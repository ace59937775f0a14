# The target `quickjs`: the JavaScript engine, compiled from the source that
# tools/setup unpacks. Optimised in every preset, because an interpreter at -O0
# makes each script test several times slower; sanitizer flags still apply, since
# they come with CMAKE_C_FLAGS. Needs -fwrapv: its arithmetic relies on wrapping.
set(headroom_cache $ENV{XDG_CACHE_HOME})
if(NOT headroom_cache)
  set(headroom_cache $ENV{HOME}/.cache)
endif()
set(HEADROOM_QUICKJS_DIR ${headroom_cache}/headroom/quickjs-2025.04.26 CACHE PATH
  "Source folder of QuickJS 2025-04-26")
if(NOT EXISTS ${HEADROOM_QUICKJS_DIR}/quickjs.c)
  message(FATAL_ERROR "QuickJS is not in ${HEADROOM_QUICKJS_DIR}: run tools/setup, "
    "or pass -D HEADROOM_QUICKJS_DIR=<folder>")
endif()
file(STRINGS ${HEADROOM_QUICKJS_DIR}/VERSION quickjs_version LIMIT_COUNT 1)

# All but quickjs-libc.c: scripts get no files, processes or timers from the engine.
add_library(quickjs STATIC
  ${HEADROOM_QUICKJS_DIR}/quickjs.c ${HEADROOM_QUICKJS_DIR}/cutils.c ${HEADROOM_QUICKJS_DIR}/dtoa.c
  ${HEADROOM_QUICKJS_DIR}/libregexp.c ${HEADROOM_QUICKJS_DIR}/libunicode.c)
target_include_directories(quickjs SYSTEM PUBLIC ${HEADROOM_QUICKJS_DIR})
target_compile_definitions(quickjs PRIVATE _GNU_SOURCE CONFIG_VERSION="${quickjs_version}")
target_compile_options(quickjs PRIVATE -O2 -fwrapv -w)
set_target_properties(quickjs PROPERTIES C_STANDARD 11 C_EXTENSIONS ON)
target_link_libraries(quickjs PRIVATE m Threads::Threads)
