import { ignored, quoted, type Understood } from '../json-hook.js';
import { pushedImages } from '../pushed-image.js';
import type { AwsEvent } from './aws-event.js';

/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-eventbridge.html */
export function ecrImage({ reading, detail, at, scope }: AwsEvent): Understood {
  const [action, result] = [reading.requiredText(detail, 'action-type'), reading.requiredText(detail, 'result')];
  if (action !== 'PUSH' || result !== 'SUCCESS') return ignored(`${quoted(`${action} ${result}`)} pushes no image`);
  const [account, region] = scope.split('/');
  const repository = reading.requiredText(detail, 'repository-name');
  const digest = reading.requiredText(detail, 'image-digest');
  const tag = reading.text(detail, 'image-tag');
  const domain = region?.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  const image = `${account ?? ''}.dkr.ecr.${region ?? ''}.${domain}/${repository}`;
  return pushedImages({ source: 'aws-eventbridge', digest, image, tag, at });
}
