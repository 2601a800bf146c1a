# `hejie verify --diff` says in words what changed and, with --data, which open cases it concerns: one with the clock
# running is named, one that is over is not. Variables: HEJIE, ROOT (source folder), WORK (scratch folder).
file(REMOVE_RECURSE "${WORK}")
file(MAKE_DIRECTORY "${WORK}")
file(COPY "${ROOT}/workflows" DESTINATION "${WORK}")

function(replace_once file from to)
  file(READ "${file}" text)
  string(FIND "${text}" "${from}" at)
  if(at EQUAL -1)
    message(FATAL_ERROR "not in ${file}: ${from}")
  endif()
  string(REPLACE "${from}" "${to}" text "${text}")
  file(WRITE "${file}" "${text}")
endfunction()

function(run expected out)
  execute_process(COMMAND ${HEJIE} ${ARGN} OUTPUT_VARIABLE said ERROR_VARIABLE complaint RESULT_VARIABLE code)
  if(NOT code EQUAL expected)
    message(FATAL_ERROR "${ARGN}: ${code}, expected ${expected}\n${said}${complaint}")
  endif()
  set(${out} "${said}" PARENT_SCOPE)
endfunction()

function(must_say text wanted)
  string(FIND "${text}" "${wanted}" at)
  if(at EQUAL -1)
    message(FATAL_ERROR "not said: ${wanted}\n${text}")
  endif()
endfunction()

# An inspection that is filed and waits for its investigation; a publication that was dropped.
run(0 ignored import --data "${WORK}/data" "${ROOT}/examples/54_worked_look_back.json"
    "${ROOT}/examples/168_publication_not_needed.json")
run(0 same verify --diff shipped "${WORK}/workflows" --data "${WORK}/data" --lang en)
must_say("${same}" "0 changes")
must_say("${same}" "0 cases")

replace_once("${WORK}/workflows/cn/inspection/clocks.json" [=[{"is": "60wd"}]=] [=[{"is": "70wd"}]=])
run(1 changed verify --diff shipped "${WORK}/workflows" --data "${WORK}/data" --lang en)
must_say("${changed}" "inspection#/clocks/J07/length")
must_say("${changed}" "70 working days")
must_say("${changed}" "1 changes")
must_say("${changed}" "[filed]: inspection#/clocks/J07/length")
must_say("${changed}" "1 cases")
