// SPDX-License-Identifier: Apache-2.0
/* What is true at every moment, whatever anybody did. */
#pragma once

#include "world.h"

/*
 * fsck of process and record says nothing (figures are the sums of their marks, documents fit their leaves); every open
 * case has a limit; nobody took a step that another hand had to take; the shelves say what the cases say. Fails the test
 * with the first thing that is not so.
 */
void truth_check(World *w);

/* Words that stand in what askers wrote are in no document, no leaf, and nothing that is shown. */
void truth_private(World *w, Str canary);
