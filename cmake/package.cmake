# `cpack --config build/CPackConfig.cmake` makes noroshi_VERSION_ARCH.deb: the program, the unit, the configuration, the documents.
include(GNUInstallDirs)
set(not_for_all OWNER_READ OWNER_WRITE GROUP_READ)
install(FILES packaging/noroshi.service DESTINATION lib/systemd/system)
install(FILES packaging/noroshi.conf DESTINATION /etc/noroshi PERMISSIONS ${not_for_all})
# The documents lie as in the tree, so that their links to one another work.
set(docs share/doc/noroshi)
file(GLOB NOROSHI_DOCS CONFIGURE_DEPENDS doc/*.md doc/*.png)
file(GLOB NOROSHI_DECISIONS CONFIGURE_DEPENDS doc/decisions/*.md)
install(FILES README.md README.ja.md CHANGELOG.md CONTRIBUTING.md packaging/copyright DESTINATION ${docs})
install(FILES ${NOROSHI_DOCS} DESTINATION ${docs}/doc)
install(FILES ${NOROSHI_DECISIONS} DESTINATION ${docs}/doc/decisions)
install(PROGRAMS doc/check-log doc/check-receipt DESTINATION ${docs}/doc)
# Debian wants these two compressed.
foreach(page changelog noroshi.1)
  configure_file(packaging/${page} ${CMAKE_BINARY_DIR}/package/${page} COPYONLY)
  execute_process(COMMAND gzip -9nf ${CMAKE_BINARY_DIR}/package/${page} COMMAND_ERROR_IS_FATAL ANY)
endforeach()
install(FILES ${CMAKE_BINARY_DIR}/package/changelog.gz DESTINATION ${docs})
install(FILES ${CMAKE_BINARY_DIR}/package/noroshi.1.gz DESTINATION share/man/man1)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME noroshi)
set(CPACK_PACKAGE_CONTACT "Noroshi maintainers <maintainers@noroshi.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "information sharing for critical infrastructure protection")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION "Operators report incidents; their sector's body, the ministry and the national
centre receive what is theirs to receive; advisories go down the same way;
everyone confirms, and a signed log proves what each of them did. One program
serves it all, with its store in one SQLite file or in PostgreSQL.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_DEPENDS adduser)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA "${CMAKE_SOURCE_DIR}/packaging/postinst;${CMAKE_SOURCE_DIR}/packaging/prerm;${CMAKE_SOURCE_DIR}/packaging/postrm;${CMAKE_SOURCE_DIR}/packaging/conffiles")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
include(CPack)
