/** The reasons why a start failed, as lines that say what to change. */
@NullMarked
package org.healthpassport.standalone.failure;

import org.jspecify.annotations.NullMarked;
