/** The reactive HTTP API: commands and queries. */
@NullMarked
package org.healthpassport.api;

import org.jspecify.annotations.NullMarked;
