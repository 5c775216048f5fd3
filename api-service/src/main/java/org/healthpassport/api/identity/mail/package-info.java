/** Mail to the owners of accounts: links and notices, without anything about anybody's health. */
@NullMarked
package org.healthpassport.api.identity.mail;

import org.jspecify.annotations.NullMarked;
