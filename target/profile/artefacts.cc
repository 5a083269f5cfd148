// SPDX-License-Identifier: Apache-2.0
#include "target/profile/artefacts.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <stdexcept>
#include <string_view>

#include "base/atomic_file.h"
#include "target/profile/allocation_sites.h"
#include "target/profile/flame_graph.h"
#include "target/profile/massif.h"
#include "target/profile/perf_script.h"
#include "target/profile/run_tool.h"
#include "target/profile/v8_profile.h"

namespace clamor {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds kConverting{300};

using Read = std::function<FoldedStacks(const std::string& text, const std::string& file)>;

// In the order of their names.
std::vector<fs::path> FilesIn(const fs::path& folder, std::string_view prefix,
                              std::string_view suffix) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(prefix) && name.ends_with(suffix)) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

// Each process's stacks below its file's name, where there are several processes.
FoldedStacks ReadAll(const std::vector<fs::path>& files, const Read& read) {
  FoldedStacks all;
  for (const fs::path& file : files) {
    const std::string root = files.size() == 1 ? "" : file.stem().string();
    all.AddBelow(root, read(ReadFile(file), file.filename().string()));
  }
  return all;
}

FoldedStacks NodeStacks(const ProfilePlan& plan, std::string_view extension, const Read& read) {
  const auto files = FilesIn(plan.folder, "node-", extension);
  if (files.empty()) {
    throw std::runtime_error(fmt::format(
        "Node left no profile in {}: it is written when the server ends by itself or by "
        "SIGTERM, SIGINT or SIGHUP",
        plan.folder.string()));
  }
  return ReadAll(files, read);
}

// Converts the recording to text, which is removed once it is read: it is large.
FoldedStacks PerfStacks(const ProfilePlan& plan, std::vector<std::string> options,
                        FoldedStacks (*read)(std::string_view), Guard& guard) {
  const fs::path text = plan.folder / "perf.txt";
  std::vector<std::string> argv{"perf",
                                "script",
                                "-i",
                                (plan.folder / "perf.data").string(),
                                "--no-inline",
                                "-F",
                                "comm,pid,tid,time,period,event,ip,sym,dso"};
  argv.insert(argv.end(), options.begin(), options.end());
  RunTool({argv, text}, kConverting, guard);
  const FoldedStacks stacks = read(ReadFile(text));
  fs::remove(text);
  return stacks;
}

// heaptrack's raw recording -> its data file -> folded stacks.
FoldedStacks HeaptrackStacks(const fs::path& raw, Guard& guard) {
  const fs::path data = fs::path(raw).replace_extension(".data");
  const fs::path folded = fs::path(raw).replace_extension(".folded");
  const fs::path messages = fs::path(raw).replace_extension(".txt");
  const fs::path program = FindTool("heaptrack_print");
  const fs::path interpreter = fs::canonical(program).parent_path().parent_path() /
                               "lib/heaptrack/libexec/heaptrack_interpret";
  RunTool({{interpreter.string()}, data, raw}, kConverting, guard);
  RunTool({{program.string(), "-f", data.string(), "-p0", "-a0", "-T0", "-F", folded.string(),
            "--flamegraph-cost-type", "leaked"},
           messages},
          kConverting, guard);
  fs::remove(messages);
  return ParseFolded(ReadFile(folded));
}

FoldedStacks NativeHeap(const ProfilePlan& plan, Guard& guard) {
  if (const auto raw = FilesIn(plan.folder, "heaptrack.", ".raw"); !raw.empty()) {
    return HeaptrackStacks(raw.front(), guard);
  }
  const auto massif = FilesIn(plan.folder, "massif.out.", "");
  if (massif.empty()) {
    throw std::runtime_error("neither heaptrack nor massif left a file in " + plan.folder.string());
  }
  return ReadAll(massif, MassifStacks);
}

FoldedStacks Stacks(const ProfilePlan& plan, Guard& guard) {
  const bool node = plan.kind == ServerKind::kNode;
  switch (plan.tool) {
    case ProfileTool::kFlame:
      return node ? NodeStacks(plan, ".cpuprofile", CpuProfileStacks)
                  : PerfStacks(plan, {}, OnCpuStacks, guard);
    case ProfileTool::kBubbleprof:
      return node ? NodeStacks(
                        plan, ".waits",
                        [](const std::string& text, const auto&) { return ParseFolded(text); })
                  : PerfStacks(plan, {"--show-switch-events"}, OffCpuStacks, guard);
    case ProfileTool::kHeapprofiler:
      return node ? NodeStacks(plan, ".heapprofile", HeapProfileStacks) : NativeHeap(plan, guard);
    case ProfileTool::kDoctor:
      break;
  }
  return {};
}

FlameGraphLabels LabelsOf(const ProfilePlan& plan) {
  const bool node = plan.kind == ServerKind::kNode;
  switch (plan.tool) {
    case ProfileTool::kBubbleprof:
      return {"Where time goes waiting", plan.how, WeightUnit::kMicroseconds};
    case ProfileTool::kHeapprofiler:
      return {"What allocated the memory", plan.how, WeightUnit::kBytes};
    case ProfileTool::kFlame:
    case ProfileTool::kDoctor:
      break;
  }
  return {"Where time goes on the CPU", plan.how,
          node ? WeightUnit::kMicroseconds : WeightUnit::kSamples};
}

}  // namespace

std::vector<Artefact> MakeArtefacts(const ProfilePlan& plan, Guard& guard) {
  if (plan.tool == ProfileTool::kDoctor) return {};
  const FoldedStacks stacks = Stacks(plan, guard);
  const FlameGraphLabels labels = LabelsOf(plan);
  const fs::path graph = plan.folder / fmt::format("{}.svg", NameOf(plan.tool));
  WriteWhole(graph, FlameGraphSvg(stacks, labels));
  std::vector<Artefact> artefacts{{graph, labels.title}};
  if (plan.tool == ProfileTool::kHeapprofiler) {
    const fs::path table = plan.folder / "heapprofiler.txt";
    WriteWhole(table, SitesTable(plan.how, stacks));
    artefacts.push_back({table, "Allocation growth by site"});
  }
  return artefacts;
}

}  // namespace clamor
