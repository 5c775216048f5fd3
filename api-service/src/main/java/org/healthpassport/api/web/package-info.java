/** Cross-origin requests, and the problems that stand for failures of the write path. */
@NullMarked
package org.healthpassport.api.web;

import org.jspecify.annotations.NullMarked;
