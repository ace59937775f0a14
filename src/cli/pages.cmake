# What the program prints about itself, written whenever it is linked and
# installed where man and the shells look for it.
set(pages ${PROJECT_BINARY_DIR}/pages)

# headroom_page(<file> <folder below the prefix> <arguments of headroom>...)
function(headroom_page file folder)
  add_custom_command(TARGET headroom POST_BUILD
    COMMAND ${CMAKE_COMMAND} -E make_directory ${pages}/${folder}
    COMMAND $<TARGET_FILE:headroom> ${ARGN} > ${pages}/${folder}/${file}
    BYPRODUCTS ${pages}/${folder}/${file} VERBATIM)
  install(FILES ${pages}/${folder}/${file} DESTINATION ${folder})
endfunction()

headroom_page(headroom.1 share/man/man1 man)
headroom_page(headroom-run.1 share/man/man1 man run)
headroom_page(headroom-target.1 share/man/man1 man target)
headroom_page(headroom share/bash-completion/completions completion bash)
headroom_page(_headroom share/zsh/site-functions completion zsh)
headroom_page(headroom.fish share/fish/vendor_completions.d completion fish)
