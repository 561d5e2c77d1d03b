#ifndef PEAK_H
#define PEAK_H

// The most single-precision operations a second that one core makes on registers alone, in the widest vectors it has: a multiply-add counts as two.
double peak_operations_per_second(void);

#endif
