#include "api/evidence_handlers.h"

#include <algorithm>
#include <charconv>

#include "api/answers.h"
#include "api/body_reader.h"
#include "api/evidence_json.h"
#include "api/file_answer.h"
#include "api/keyed.h"
#include "api/problem.h"
#include "api/query.h"
#include "api/stream_hub.h"

namespace hejie::api {
namespace {

/// Nothing in it may be drawn, run or reach anything, whatever a browser takes it for.
constexpr const char* kFilePolicy = "sandbox; default-src 'none'; frame-ancestors 'none'";

class FileSource final : public ByteSource {
 public:
  explicit FileSource(std::shared_ptr<app::EvidenceReader> reader) : reader_(std::move(reader)) {}
  [[nodiscard]] std::uint64_t size() const override { return reader_->size(); }
  std::optional<std::string> next() override {
    auto piece = reader_->next();
    if (!piece) return std::nullopt;
    return std::move(*piece).value_or("");
  }

 private:
  std::shared_ptr<app::EvidenceReader> reader_;
};

Response no_files(const Call& call) {
  return problem(call.request, 503, "unavailable", {"此服务不存放文件", "This server keeps no files"});
}

std::string etag_of(Version version) {
  return "\"" + std::to_string(version) + "\"";
}

std::optional<std::uint64_t> announced(const Request& request) {
  const std::string_view text = request.header("content-length");
  std::uint64_t length = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), length);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return length;
}

std::optional<Response> check_head(const Request& request) {
  const auto wrong = [&](const char* place, const Text& why) {
    return problem(request, 400, "malformed", why, {{place, "malformed", why}});
  };
  if (request.count("content-disposition") != 1 || !name_in(request.header("content-disposition")))
    return wrong("Content-Disposition",
                 {"请求头须写明文件名：Content-Disposition: attachment; filename*=UTF-8''…",
                  "the name of the file is needed: Content-Disposition: attachment; filename*=UTF-8''..."});
  if (request.count("content-description") > 1 ||
      (request.count("content-description") == 1 && !extended_value(request.header("content-description"))))
    return wrong("Content-Description", {"说明须写成 UTF-8''…", "the note is written as UTF-8''..."});
  const std::string_view coding = request.header("content-encoding");
  if (coding.empty() || coding == "identity") return std::nullopt;
  const Text plain{"请求内容不得压缩", "The content must not be encoded"};
  return problem(request, 415, "unsupported_media_type", plain, {{"Content-Encoding", "unsupported", plain}});
}

}  // namespace

Response evidence_problem(const Request& request, const Error& error) {
  const std::string code = error.findings.empty() ? "" : error.findings.front().code;
  if (code == app::kUnsupportedType)
    return problem(request, 415, "unsupported_media_type", error.message, error.findings);
  if (code == app::kEvidenceDamaged || code == app::kEvidenceMissing)
    return problem(request, 503, code, error.message, error.findings);
  return problem(request, error);
}

std::variant<Response, std::unique_ptr<app::EvidenceUpload>> begin_evidence(const Call& call) {
  const Request& request = call.request;
  if (call.services.evidence == nullptr) return no_files(call);
  if (auto no = check_head(request)) return *std::move(no);
  QueryReader reader(request);
  app::EvidenceGiven given;
  given.case_id = CaseId(call.path[0]);
  given.kind = reader.text("kind");
  given.party = reader.text("party");
  given.received_on = reader.day("received");
  given.secondary = reader.flag("secondary").value_or(false);
  if (auto status = reader.finish(); !status) return problem(request, status.error());
  given.name = *name_in(request.header("content-disposition"));
  if (request.count("content-description") == 1) given.note = *extended_value(request.header("content-description"));
  given.length = announced(request);
  given.address = request.peer;
  given.request_id = request.request_id;
  given.key = key_of(request);
  given.answer = [id = given.case_id](const app::EvidenceItem& item) {
    return app::StoredAnswer{201, evidence_body(item), etag_of(item.version),
                             "/api/v1/cases/" + id.value + "/evidence/" + item.id};
  };
  auto upload = call.services.evidence->begin(call.caller, std::move(given));
  if (!upload) return evidence_problem(request, upload.error());
  return std::move(*upload);
}

Response finish_evidence(const Call& call, app::EvidenceUpload& upload) {
  const auto done = upload.finish();
  if (!done) return evidence_problem(call.request, done.error());
  call.services.streams.poke();
  return keyed_response(done->first, done->second);
}

Response post_evidence(const Call& call) {
  auto begun = begin_evidence(call);
  if (auto* const no = std::get_if<Response>(&begun)) return std::move(*no);
  auto& upload = *std::get<std::unique_ptr<app::EvidenceUpload>>(begun);
  if (const auto taken = upload.take(call.request.body); !taken) return evidence_problem(call.request, taken.error());
  return finish_evidence(call, upload);
}

Response get_evidence_list(const Call& call) {
  if (call.services.evidence == nullptr) return no_files(call);
  const auto& desk = *call.services.evidence;
  const auto list = call.services.evidence->list(call.caller, CaseId(call.path[0]));
  if (!list) return problem(call.request, list.error());
  return ok(evidence_list_body(*list, desk.rules(), desk.limits()));
}

Response get_evidence(const Call& call) {
  if (call.services.evidence == nullptr) return no_files(call);
  auto content = call.services.evidence->content(call.caller, CaseId(call.path[0]), call.path[1]);
  if (!content) return evidence_problem(call.request, content.error());
  Response response;
  response.content_type = content->media;
  const auto dot = content->name.rfind('.');
  const std::string ending = dot == std::string::npos ? "" : content->name.substr(dot);
  const bool plain = std::ranges::all_of(ending, [](char c) { return c > 0x20 && c < 0x7f && c != '"' && c != '\\'; });
  response.with("Content-Disposition", attachment_of(content->name, "evidence" + (plain ? ending : "")));
  response.with("Content-Security-Policy", kFilePolicy);
  response.bytes = std::make_shared<FileSource>(std::move(content->bytes));
  return response;
}

Response post_evidence_withdraw(const Call& call) {
  if (call.services.evidence == nullptr) return no_files(call);
  auto reader = BodyReader::open(call.request.body);
  if (!reader) return problem(call.request, reader.error());
  app::WithdrawEvidence command;
  command.case_id = CaseId(call.path[0]);
  command.id = call.path[1];
  command.reason = reader->text("reason", true);
  if (auto status = reader->finish(); !status) return problem(call.request, status.error());
  command.address = call.request.peer;
  command.request_id = call.request.request_id;
  command.key = key_of(call.request);
  command.answer = [](const app::EvidenceItem& item) { return app::StoredAnswer{200, evidence_body(item), {}, {}}; };
  const auto done = call.services.evidence->withdraw(call.caller, command);
  if (!done) return problem(call.request, done.error());
  call.services.streams.poke();
  return keyed_response(done->first, done->second);
}

}  // namespace hejie::api
