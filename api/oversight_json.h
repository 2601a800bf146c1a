// What leaders watch over, as answer bodies: special reports, bulletins, internal control.
#pragma once

#include <string>

#include "app/bulletins.h"
#include "app/control_desk.h"
#include "app/special_reports.h"

namespace hejie::api {

// special_json.cpp
[[nodiscard]] std::string special_reports_body(const app::List<app::SpecialReportCase>& list);
// bulletin_json.cpp
[[nodiscard]] std::string bulletins_body(const app::List<app::BulletinView>& list);
[[nodiscard]] std::string bulletin_body(const app::BulletinView& bulletin);
// control_json.cpp
[[nodiscard]] std::string risk_points_body(const app::ControlDesk& desk);
[[nodiscard]] std::string exceptions_body(const app::List<app::ExceptionItem>& list);
[[nodiscard]] std::string file_reviews_body(const app::List<app::FileReviewItem>& list,
                                            const std::vector<app::KeptDraw>& draws);
/// The `answers` of a review: an object of texts. @errors as BodyReader
[[nodiscard]] Result<app::FileReviewCommand> read_file_review(const std::string& body);

}  // namespace hejie::api
