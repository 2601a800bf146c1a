// Small things that writers of office XML share: reading, writing, the main part of a .docx. Private to this folder.
#pragma once

#include <pugixml.hpp>
#include <string>
#include <string_view>

#include "documents/escape.h"
#include "documents/zip.h"

namespace hejie::documents {

/// Reads XML with all its white space. @errors malformed
[[nodiscard]] Status read_xml(std::string_view bytes, pugi::xml_document& document);
[[nodiscard]] std::string xml_text(const pugi::xml_document& document);

/// The entry "word/document.xml" of a .docx. @errors malformed
[[nodiscard]] Result<ZipEntry*> main_part(ZipEntries& entries);

}  // namespace hejie::documents
