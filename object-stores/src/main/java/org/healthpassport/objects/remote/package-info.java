/** The parts that stores behind a network have in common. */
@NullMarked
package org.healthpassport.objects.remote;

import org.jspecify.annotations.NullMarked;
