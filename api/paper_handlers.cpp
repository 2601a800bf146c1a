#include "api/answers.h"
#include "api/case_json.h"
#include "api/file_answer.h"
#include "api/handlers.h"
#include "api/paper_json.h"
#include "api/problem.h"
#include "api/query.h"
#include "app/case_service.h"
#include "app/paper_desk.h"

namespace hejie::api {
namespace {

constexpr const char* kDocx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
/// A page that stands by itself: its own style, nothing else at all.
constexpr const char* kPagePolicy =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// To be kept as a file (RFC 6266, names by RFC 8187).
Response attachment(app::PaperFile file, const char* type) {
  Response response;
  response.content_type = type;
  response.with("Content-Disposition", "attachment; filename*=UTF-8''" + percent_encoded(file.name));
  response.body = std::move(file.bytes);
  return response;
}

/// The body of another answer about the case, for the ZIP; empty when it cannot be given.
std::string part(const Response& response) {
  return response.status == 200 ? response.body : std::string{};
}

}  // namespace

Response get_paper(const Call& call) {
  const auto paper = call.services.papers.paper(call.caller, CaseId(call.path[0]), call.path[1]);
  if (!paper) return problem(call.request, paper.error());
  return ok(paper_body(*paper));
}

Response get_paper_docx(const Call& call) {
  QueryReader reader(call.request);
  const bool draft = reader.flag("draft").value_or(false);
  if (auto status = reader.finish(); !status) return problem(call.request, status.error());
  auto file = call.services.papers.docx(call.caller, CaseId(call.path[0]), call.path[1], draft);
  if (!file) return problem(call.request, file.error());
  return attachment(std::move(*file), kDocx);
}

Response get_paper_page(const Call& call) {
  QueryReader reader(call.request);
  const bool draft = reader.flag("draft").value_or(false);
  if (auto status = reader.finish(); !status) return problem(call.request, status.error());
  auto file = call.services.papers.page(call.caller, CaseId(call.path[0]), call.path[1], draft);
  if (!file) return problem(call.request, file.error());
  Response response;
  response.content_type = "text/html; charset=utf-8";
  response.with("Content-Security-Policy", kPagePolicy).with("X-Frame-Options", "DENY");
  response.body = std::move(file->bytes);
  return response;
}

Response put_paper(const Call& call) {
  const auto body = read_paper_body(call.request.body);
  if (!body) return problem(call.request, body.error());
  const auto done =
      call.services.papers.fill_in(call.caller, CaseId(call.path[0]), call.path[1], body->values, body->pages);
  if (!done) return problem(call.request, done.error());
  Response response;
  response.status = 204;
  return response;
}

Response get_template(const Call& call) {
  auto file = call.services.papers.template_file(call.path[0], call.path[1]);
  if (!file) return problem(call.request, file.error());
  return attachment(std::move(*file), kDocx);
}

Response get_archive(const Call& call) {
  const auto view = call.services.papers.archive(call.caller, CaseId(call.path[0]));
  if (!view) return problem(call.request, view.error());
  return ok(archive_body(*view));
}

Response get_archive_zip(const Call& call) {
  const app::ArchiveExtras extras{{"data/case.json", part(get_case(call))},
                                  {"data/history.json", part(get_case_history(call))},
                                  {"data/clocks.json", part(get_case_clocks(call))}};
  auto file = call.services.papers.archive_zip(call.caller, CaseId(call.path[0]), extras);
  if (!file) return problem(call.request, file.error());
  return attachment(std::move(*file), "application/zip");
}

}  // namespace hejie::api
