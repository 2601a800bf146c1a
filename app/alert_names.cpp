#include "app/alert_names.h"

#include <algorithm>
#include <array>

#include "app/break_glass.h"
#include "app/case_risks.h"
#include "app/control_desk.h"
#include "app/delegations.h"
#include "app/hand_over.h"

namespace hejie::app {

std::optional<Text> name_of_alert(std::string_view clock) {
  struct Named {
    std::string_view clock;
    const char *zh, *en;
  };
  static constexpr std::array kNames{
      Named{kFileReview, "已抽中评查的案卷", "a closed file was drawn for review"},
      Named{kMend, "评查问题应整改", "a fault found by review is to be mended"},
      Named{kKeyReport, "重点案件应报告", "a report on the key case is due"},
      Named{kHandOverAlert, "案件已交接", "the case was handed over"},
      Named{kDelegationAlert, "授权委托：已作出，或者受托人已据此办理",
            "a delegation was made, or used by the delegate"},
      Named{kDelegationEndedAlert, "授权委托已撤销", "a delegation was taken back"},
      Named{kBreakGlassAlert, "案卷被紧急查阅", "the case was opened by break-glass"},
  };
  const auto found = std::ranges::find(kNames, clock, &Named::clock);
  if (found == kNames.end()) return std::nullopt;
  return Text{found->zh, found->en};
}

}  // namespace hejie::app
