/** Runs all services in one JVM, with an embedded broker and an embedded store. */
@NullMarked
package org.healthpassport.standalone;

import org.jspecify.annotations.NullMarked;
