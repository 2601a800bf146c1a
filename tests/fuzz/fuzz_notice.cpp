// A calendar notice as somebody loads it: what reads is written, read again and the same, and a calendar can be built
// of it or says why not.
#include "engine/definition/calendar_json.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = hejie::fuzz::text_of(data, size);
  (void)hejie::definition::read_statutory(text);
  const auto notice = hejie::definition::read_notice(text);
  if (!notice) return 0;
  const auto again = hejie::definition::read_notice(hejie::definition::notice_text(*notice));
  hejie::fuzz::hold(again.has_value() && *again == *notice, "what is written reads as what it was");
  hejie::definition::CalendarSet set;
  set.notices = {*notice};
  (void)hejie::definition::build_calendar(set);
  return 0;
}
