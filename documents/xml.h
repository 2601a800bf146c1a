// Small things that writers of office XML share: escaping, and the main part of a .docx. Private to this folder.
#pragma once

#include <pugixml.hpp>
#include <string>
#include <string_view>

#include "documents/zip.h"

namespace hejie::documents {

/// Text for an XML element or a quoted attribute; characters that XML 1.0 does not allow are left out.
[[nodiscard]] std::string escape(std::string_view text);

/// Reads XML with all its white space. @errors malformed
[[nodiscard]] Status read_xml(std::string_view bytes, pugi::xml_document& document);
[[nodiscard]] std::string xml_text(const pugi::xml_document& document);

/// The entry "word/document.xml" of a .docx. @errors malformed
[[nodiscard]] Result<ZipEntry*> main_part(ZipEntries& entries);

}  // namespace hejie::documents
