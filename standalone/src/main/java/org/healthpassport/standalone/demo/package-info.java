/** Fictional people with data of their own, made on request so that there is something to look at. */
@NullMarked
package org.healthpassport.standalone.demo;

import org.jspecify.annotations.NullMarked;
