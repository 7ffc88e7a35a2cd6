/* cli/doctor.h — noroshi doctor. */
#ifndef NOROSHI_CLI_DOCTOR_H
#define NOROSHI_CLI_DOCTOR_H

int cmd_doctor(int argc, char **argv);
extern const char doctor_help[];
#endif
