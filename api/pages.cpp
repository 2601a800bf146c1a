#include "api/pages.h"

#include <array>
#include <map>

#include "crypto/sha256.h"
#include "resources/resources.h"

namespace hejie::api {
namespace {

constexpr std::string_view kFolder = "web/dist";
/// Nothing but our own files, and no script or style inside a page (W3C CSP level 3).
constexpr std::string_view kPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'";

std::string_view media_type(std::string_view path) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kTypes{{
      {".html", "text/html; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".svg", "image/svg+xml"},
      {".png", "image/png"},
      {".json", "application/json"},
      {".webmanifest", "application/manifest+json"},
      {".txt", "text/plain; charset=utf-8"},
  }};
  for (const auto& [ending, type] : kTypes) {
    if (path.ends_with(ending)) return type;
  }
  return "application/octet-stream";
}

/// ETags of all files, made once: they do not change while the program runs.
const std::string& etag_of(std::string_view path) {
  static const auto kTags = [] {
    std::map<std::string, std::string, std::less<>> tags;
    for (const auto& file : resources::under(kFolder))
      tags.emplace(file.path, '"' + crypto::sha256_hex(file.bytes).substr(0, 16) + '"');
    return tags;
  }();
  static const std::string kNone;
  const auto found = kTags.find(path);
  return found == kTags.end() ? kNone : found->second;
}

void add_safety(Response& response) {
  response.with("Content-Security-Policy", std::string(kPolicy))
      .with("X-Frame-Options", "DENY")
      .with("Cross-Origin-Opener-Policy", "same-origin")
      .with("Cross-Origin-Resource-Policy", "same-origin")
      .with("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
}

Response serve_file(const Request& request, const std::string& path, std::string_view bytes) {
  Response response;
  response.content_type = media_type(path);
  add_safety(response);
  // Names under assets/ carry a digest of their content, so they never change meaning.
  const bool named_by_content = path.starts_with("web/dist/assets/");
  response.with("Cache-Control", named_by_content ? "public, max-age=31536000, immutable" : "no-cache");
  response.with("Vary", "Accept-Encoding");
  const std::string& tag = etag_of(path);
  response.with("ETag", tag);
  if (request.header("if-none-match") == tag) {
    response.status = 304;
    return response;
  }
  const bool takes_gzip = request.header("accept-encoding").find("gzip") != std::string_view::npos;
  if (const auto packed = takes_gzip ? resources::find(path + ".gz") : std::nullopt) {
    response.with("Content-Encoding", "gzip");
    response.body = std::string(*packed);
  } else {
    response.body = std::string(bytes);
  }
  return response;
}

/// Drawn by the first page: the last part of the path has no ending, and a browser asks for a document.
bool is_page_address(const Request& request) {
  const auto last = request.path.substr(request.path.rfind('/') + 1);
  return last.find('.') == std::string::npos && request.header("accept").find("text/html") != std::string_view::npos;
}

Response without_pages() {
  Response response;
  response.status = 404;
  response.content_type = "text/html; charset=utf-8";
  add_safety(response);
  response.body =
      "<!doctype html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><title>和解 Hejie</title>"
      "<h1>和解 Hejie</h1><p>此程序构建时没有包含页面。运行 scripts/run.sh，或在 web/ 下运行 npm ci &amp;&amp; npm run "
      "build "
      "后重新构建。接口可用：<a href=\"/openapi.json\">/openapi.json</a></p>"
      "<p lang=\"en\">This program was built without its pages. Run scripts/run.sh, or npm ci &amp;&amp; npm run build "
      "in "
      "web/ and build again. The API is there: <a href=\"/openapi.json\">/openapi.json</a></p></html>";
  return response;
}

}  // namespace

std::optional<Response> page_answer(const Request& request) {
  if (request.method != "GET" && request.method != "HEAD") return std::nullopt;
  const std::string path = std::string(kFolder) + request.path;
  const bool packed = path.ends_with(".gz");
  if (const auto bytes = packed ? std::nullopt : resources::find(path)) return serve_file(request, path, *bytes);
  if (!is_page_address(request)) return std::nullopt;
  const std::string first = std::string(kFolder) + "/index.html";
  if (const auto bytes = resources::find(first)) return serve_file(request, first, *bytes);
  return without_pages();
}

}  // namespace hejie::api
