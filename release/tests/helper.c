/* What the Windows program is tested with, under Wine or on Windows itself.
 *
 *   helper lock FILE COMMAND…    holds FILE open, shared with nobody, while the command runs
 *   helper break MS COMMAND…     starts the command in a group of its own and sends it Ctrl-Break after MS milliseconds
 *
 * Prints and returns the exit code of the command. */
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>
#include <windows.h>

static wchar_t line[32768];

int wmain(int count, wchar_t **words) {
  if (count < 4) return 100;
  /* The command line from its third word on, as it came: quotes stay. */
  for (int i = 3; i < count; i++) {
    wcscat(line, L"\"");
    wcscat(line, words[i]);
    wcscat(line, i + 1 < count ? L"\" " : L"\"");
  }
  HANDLE held = INVALID_HANDLE_VALUE;
  int is_break = !wcscmp(words[1], L"break");
  if (!is_break) {
    held = CreateFileW(words[2], GENERIC_READ, 0, NULL, OPEN_EXISTING, 0, NULL);
    if (held == INVALID_HANDLE_VALUE) return 101;
  }
  STARTUPINFOW start = {.cb = sizeof start};
  PROCESS_INFORMATION made;
  if (!CreateProcessW(NULL, line, NULL, NULL, TRUE, is_break ? CREATE_NEW_PROCESS_GROUP : 0, NULL, NULL, &start, &made)) return 102;
  if (is_break) {
    Sleep(wcstoul(words[2], NULL, 10));
    if (!GenerateConsoleCtrlEvent(CTRL_BREAK_EVENT, made.dwProcessId)) {
      /* Not to be had here: ended otherwise, as by the task manager. */
      TerminateProcess(made.hProcess, 103);
      WaitForSingleObject(made.hProcess, 60000);
      return 103;
    }
  }
  if (WaitForSingleObject(made.hProcess, 60000) != WAIT_OBJECT_0) return 104;
  DWORD code;
  GetExitCodeProcess(made.hProcess, &code);
  if (held != INVALID_HANDLE_VALUE) CloseHandle(held);
  return (int)code;
}
