#include "documents/xml.h"

#include <algorithm>
#include <sstream>

namespace hejie::documents {

Status read_xml(std::string_view bytes, pugi::xml_document& document) {
  const auto read = document.load_buffer(bytes.data(), bytes.size(), pugi::parse_default | pugi::parse_ws_pcdata,
                                         pugi::encoding_utf8);
  if (read) return {};
  return fail(ErrorCode::malformed, {"文书模板内容有误，无法读取", "The content of the template cannot be read"});
}

std::string xml_text(const pugi::xml_document& document) {
  std::ostringstream out;
  document.save(out, "", pugi::format_raw, pugi::encoding_utf8);
  return std::move(out).str();
}

Result<ZipEntry*> main_part(ZipEntries& entries) {
  const auto found = std::ranges::find(entries, "word/document.xml", &ZipEntry::name);
  if (found != entries.end()) return &*found;
  return fail(ErrorCode::malformed, {"不是 .docx 文件", "This is not a .docx file"});
}

}  // namespace hejie::documents
