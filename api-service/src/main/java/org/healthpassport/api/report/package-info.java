/** Applies the reports of workers, which come from the bus. */
@NullMarked
package org.healthpassport.api.report;

import org.jspecify.annotations.NullMarked;
