// The data of an event as a request brings it: the first byte chooses the event of the inspection that it is for.
#include "app/form.h"
#include "app/id_maker.h"
#include "engine/definition/reader.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/shipped.h"

namespace {

const hejie::engine::Procedure& procedure() {
  static const auto found = [] {
    auto own = hejie::fuzz::files();
    std::erase_if(own, [](const auto& file) { return !file.path.starts_with("workflows/cn/inspection/"); });
    return hejie::definition::read_procedure(own, hejie::fuzz::library(), hejie::fuzz::digest).procedure;
  }();
  return *found;
}

}  // namespace

int LLVMFuzzerInitialize(int* /*argc*/, char*** /*argv*/) {
  (void)procedure();
  return 0;
}

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  hejie::app::CountingIds ids;
  const auto& events = procedure().events;
  hejie::app::FormQuestion question{procedure(),
                                    nullptr,
                                    events.at(data[0] % events.size()).id,
                                    *hejie::parse_date("2026-03-02"),
                                    "complainant",
                                    {},
                                    {},
                                    {},
                                    {},
                                    {},
                                    ids};
  question.version_of = [](hejie::Seq) { return std::nullopt; };
  question.account_of = [](const std::string&) { return std::nullopt; };
  question.person_of = [](const std::string&) { return std::nullopt; };
  question.has_person = [](const hejie::PersonId&) { return false; };
  question.procedure_of_case = [](const hejie::CaseId&) { return std::nullopt; };
  const auto form = hejie::app::read_form(std::string(hejie::fuzz::text_of(data + 1, size - 1)), question);
  if (!form) hejie::fuzz::hold(!form.error().message.zh.empty(), "a refusal says why");
  return 0;
}
