/** The settings of the standalone process, read from environment variables. */
@NullMarked
package org.healthpassport.standalone.settings;

import org.jspecify.annotations.NullMarked;
