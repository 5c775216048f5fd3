/** The text that the standalone process prints, and the log lines that it leaves out. */
@NullMarked
package org.healthpassport.standalone.output;

import org.jspecify.annotations.NullMarked;
