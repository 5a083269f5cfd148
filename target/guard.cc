// SPDX-License-Identifier: Apache-2.0
#include "target/guard.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <set>
#include <string>
#include <system_error>
#include <vector>

#include "target/process_group.h"

namespace clamor {
namespace {

// Short: whoever killed the test binary may start the next one, on the same port, at once.
constexpr std::chrono::milliseconds kGrace{300};

constexpr int kFromParent = 3;

// Apart from the terminal's foreground group, from ctest's process tree, and from every descriptor
// of the parent: above all the socket's other end (no end of file would ever come) and the pipes of
// its output (ctest waits for whoever holds one).
void Detach(int from_parent) {
  ::setsid();
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE, SIGTSTP}) {
    ::signal(signal, SIG_IGN);
  }
  ::dup2(from_parent, kFromParent);
  ::close_range(kFromParent + 1, ~0U, 0);
  const int null = ::open("/dev/null", O_RDWR);
  for (const int standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) ::dup2(null, standard);
  if (null > kFromParent) ::close(null);
  if (::chdir("/") != 0) ::_exit(1);
}

// "clamor:1234", so that `ps` tells whose guard it is; the kernel keeps 15 bytes.
void NameAfter(pid_t parent) {
  const std::string name = "clamor:" + std::to_string(parent);
  ::prctl(PR_SET_NAME, name.c_str());
}

[[noreturn]] void KeepWatch(int from_parent, pid_t parent) {
  Detach(from_parent);
  NameAfter(parent);
  std::set<pid_t> groups;
  for (;;) {
    pid_t message = 0;  // a group to watch, or one to release as its negative
    const ssize_t length = ::recv(kFromParent, &message, sizeof message, 0);
    if (length < 0 && errno == EINTR) continue;
    if (length != sizeof message) break;
    if (message > 1) groups.insert(message);
    if (message < 0) groups.erase(-message);
  }
  EndGroups(std::vector<pid_t>(groups.begin(), groups.end()), kGrace);
  ::_exit(0);
}

// A guard that is gone must not end the run (SIGPIPE): its work is only needed when we are killed.
void Tell(int socket, pid_t message) {
  while (::send(socket, &message, sizeof message, MSG_NOSIGNAL) < 0 && errno == EINTR) {
  }
}

// Forks twice, so that the guard is nobody's child: no wait of this process meets it.
bool ForkTwice(int from_parent) {
  const pid_t parent = ::getpid();
  const pid_t middle = ::fork();
  if (middle < 0) return false;
  if (middle == 0) {
    const pid_t guard = ::fork();
    if (guard == 0) KeepWatch(from_parent, parent);
    ::_exit(guard < 0 ? errno : 0);
  }
  int status = 0;
  while (::waitpid(middle, &status, 0) < 0 && errno == EINTR) {
  }
  errno = WIFEXITED(status) ? WEXITSTATUS(status) : ECHILD;
  return errno == 0;
}

}  // namespace

Guard::Guard() {
  std::array<int, 2> ends{};
  // Packets: a message is never split, and a write never raises SIGPIPE.
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    throw std::system_error(errno, std::generic_category(), "cannot connect to the guard process");
  }
  const bool forked = ForkTwice(ends[1]);
  const int error = errno;
  ::close(ends[1]);
  socket_ = ends[0];
  if (!forked) {
    ::close(socket_);
    throw std::system_error(error, std::generic_category(), "cannot start the guard process");
  }
}

Guard::~Guard() { ::close(socket_); }

void Guard::Watch(pid_t group) { Tell(socket_, group); }

void Guard::Release(pid_t group) { Tell(socket_, -group); }

}  // namespace clamor
