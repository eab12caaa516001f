export { createUser } from './create-user.ts';
export { getUser } from './get-user.ts';
export { listUsers } from './list-users.ts';
export { removeUser } from './remove-user.ts';
export { updateUser } from './update-user.ts';
