#ifndef PEAK_H
#define PEAK_H

// The most single-precision operations a second that one core makes on registers alone, in the widest vectors it has: a multiply-add counts as two.
double peak_operations_per_second(void);

// The time of one exponential in double precision, to one unit of the last place, of an array in the nearest cache, in the widest vectors.
double seconds_of_an_exponential(void);

// The widest vectors that the processor has.
const char *vector_width(void);

#endif
