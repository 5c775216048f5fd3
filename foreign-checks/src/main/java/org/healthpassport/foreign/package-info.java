/** Decides about tests whose judge, a program that we did not write, is missing. Tests alone use it. */
@NullMarked
package org.healthpassport.foreign;

import org.jspecify.annotations.NullMarked;
