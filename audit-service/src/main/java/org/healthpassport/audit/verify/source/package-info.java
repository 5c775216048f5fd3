/** Places from which the files of a log are read: a folder, or an address. Uses the JDK alone. */
@NullMarked
package org.healthpassport.audit.verify.source;

import org.jspecify.annotations.NullMarked;
