/* Wine 8 has no bcryptprimitives.dll, which Windows has since 7 and Rust's library asks for random numbers: this stands in for
 * it in the tests. It is not given away. */
#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T size) { return SystemFunction036(data, (ULONG)size); }
