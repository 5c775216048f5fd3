/** Tells patients and their representatives who looked at their data, or changed it, or tried to. */
@NullMarked
package org.healthpassport.api.trail;

import org.jspecify.annotations.NullMarked;
