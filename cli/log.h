// The log: stderr, one JSON object a line (ts, level, component, request_id, account, case, code, ms). Never names, id
// numbers or bodies. The only file that includes the logging library is log.cpp.
#pragma once

#include <string>
#include <string_view>

#include "api/services.h"

namespace hejie::cli {

void log_request(const api::RequestLog& line);
/// @param level info, warning, error @param code stable word @param detail English, without personal data
void log_event(std::string_view level, std::string_view component, std::string_view code, std::string_view detail = "");

}  // namespace hejie::cli
